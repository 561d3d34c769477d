budget-and-unknown = và { $count } khoản không rõ
budget-source-unknown = Không rõ nguồn tiền
budget-sources-unknown = Không rõ số tiền của một số nguồn. Không rõ không phải là 0.
budget-items-unknown = Không rõ số tiền của một số hạng mục, và các tổng chỉ gồm hạng mục rõ số tiền. Không rõ không phải là 0.
